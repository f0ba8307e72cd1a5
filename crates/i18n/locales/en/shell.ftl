### The frame of every page: navigation, buttons, empty states.
