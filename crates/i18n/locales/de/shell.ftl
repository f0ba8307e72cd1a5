### Der Rahmen jeder Seite: Navigation, Schaltflächen, leere Zustände.
