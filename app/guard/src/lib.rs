//! May this message go out? One pure engine for browser, server and milter.
