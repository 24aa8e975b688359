"""The organisation as central keeps it: the tree, each node's configuration, and the file that declares them."""
