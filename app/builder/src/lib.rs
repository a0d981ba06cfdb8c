//! Makes the site from app/browser, style/ and public/: hashed names, compressed beforehand.
