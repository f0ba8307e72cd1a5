//! Partner programs: phases, exit criteria, clocks, deal stages; versioned.
