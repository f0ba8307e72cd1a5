### Programme, Phasen, Stufen, Fristen, Segmente.
