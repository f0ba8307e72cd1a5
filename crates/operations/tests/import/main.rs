//! The import, over real files and over files made for one trap each, on whichever database the environment names.

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
mod small;
mod told;
mod walk;
