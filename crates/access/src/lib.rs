//! The grants table as data; permits and permission-filtered views.
