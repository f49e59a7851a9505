"""A real loan sales desk, read from its event log and replayed: does the model get the next month right?"""
