"""What is to be read off a chart."""

import numpy as np


def curve(panel, colour):
    """The line of a scenario in a panel, across and up."""
    line = next(each for each in panel.lines if each.get_color() == colour and len(each.get_xdata()) > 2)
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def labels(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def bars(panel):
    """Widths of the bars, a list per scenario."""
    return [[bar.get_width() for bar in group] for group in panel.containers if hasattr(group, "patches")]
