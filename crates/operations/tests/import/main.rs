//! The import, over real files and over files made for one trap each, on whichever database the environment names.

/// How a mapping begins: what it says of the source, its files (each called after its id), and one program with its stages and their outcomes.
macro_rules! head {
    ([$($said:ident = $value:tt),*], [$($file:literal),*], $program:literal, $template:literal, [$($stage:literal = $outcome:literal),*]) => {
        concat!(
            "[source]\n",
            $(stringify!($said), " = ", stringify!($value), "\n",)*
            $("[[file]]\nid = \"", $file, "\"\npath = \"", $file, ".csv\"\n",)*
            "[[program]]\nkey = \"", $program, "\"\nname = \"", $program, "\"\ntemplate = \"", $template, "\"\n",
            $("[[program.stage]]\nname = \"", $stage, "\"\noutcome = \"", $outcome, "\"\n",)*
        )
    };
}

mod again;
mod currencies;
mod decided;
mod exchanged;
mod figures;
mod installation;
mod interrupted;
mod messy;
mod partners;
mod policies;
mod real;
mod remapped;
mod small;
mod told;
mod walk;
