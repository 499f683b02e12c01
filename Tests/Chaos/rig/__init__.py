"""The chaos rig: real programs on real servers under load, broken on purpose, and a checker that believes nobody."""
