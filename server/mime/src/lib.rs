//! Bytes to message, and hostile HTML to harmless HTML. No network.
