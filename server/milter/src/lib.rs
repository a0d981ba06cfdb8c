//! The guard's face towards an MTA.
