"""What a log shows over time: how levels rise and fall, how long things took, who moved where."""
