"""One example of everything that a plug-in can bring."""
