namespace northstar {}
