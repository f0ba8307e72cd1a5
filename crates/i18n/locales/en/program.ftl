### Programs, phases, stages, clocks, segments.
