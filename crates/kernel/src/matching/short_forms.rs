//! Words that company names write short, or in several ways and languages.

/// The words of a name with its short forms written out, and what several languages have a word for in one of them.
pub(super) fn written_out<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        match (out.last_mut(), word) {
            // "F.lli": the stop parts it.
            (Some(before), "lli") if before == "f" => "brothers".clone_into(before),
            (Some(before), "ia") if before == "c" => "company".clone_into(before),
            // "Novák a syn": of the Czech word for "and" a letter is the same elsewhere.
            (Some(before), "sons" | "syn" | "synove" | "bratri") if before == "a" => one_word(word).clone_into(before),
            (None, "ste") => out.push("societe".to_owned()),
            (Some(_), "ste") => out.push("saint".to_owned()),
            _ => out.push(one_word(word).to_owned()),
        }
    }
    out
}

/// Short forms are here when they are no beginning of the long form, nor the long form without its vowels, or when one short form has but
/// one long one: "assoc" is an association as well as associates, "dist" a district as well as distribution.
pub(super) fn one_word(word: &str) -> &str {
    match word {
        "intl" | "intnl" | "inter" => "international",
        "natl" => "national",
        "mfg" | "mfr" | "mfrs" => "manufacturing",
        "mgmt" | "mgt" | "mngmt" => "management",
        "bros" | "broth" | "br" | "gebr" | "gebruder" | "gebroders" | "gebroeders" | "hnos" | "hermanos" | "freres"
        | "frs" | "fres" | "fratelli" | "irmaos" | "irs" | "brodrene" | "brdr" | "broderna" | "bracia" | "braca"
        | "bratri" | "bri" | "fratii" | "testverek" | "tstv" | "veljekset" | "velj" | "kardesler" | "kard"
        | "adelfoi" | "afoi" | "bratya" => "brothers",
        "son" | "sohne" | "sohn" | "fils" | "hijos" | "figli" | "filhos" | "zonen" | "zoon" | "zn" | "soner"
        | "sonner" | "synowie" | "sinovi" | "syn" | "fiii" => "sons",
        "cie" | "compagnie" | "cia" | "compania" | "companhia" | "compagnia" => "company",
        "ets" | "etablissement" => "etablissements",
        "vda" | "viuda" | "vve" | "veuve" | "witwe" | "wwe" => "widow",
        "svc" | "svcs" | "srvs" | "servs" => "services",
        "ctr" | "cntr" | "centre" | "centro" | "zentrum" => "center",
        "ctrs" | "centres" => "centers",
        "grp" | "gpe" | "gruppe" | "groupe" | "grupo" | "gruppo" | "groep" | "grupp" | "gruppen" | "koncern"
        | "csoport" | "grup" | "grupa" | "grupe" | "jituan" | "gruppa" | "omilos" | "grubu" | "skupina" => "group",
        "hldg" | "hldgs" | "hldngs" | "holdings" => "holding",
        "mktg" => "marketing",
        "mkt" | "mkts" => "market",
        "engrg" | "engr" | "engg" | "engnrg" => "engineering",
        "inds" | "indus" => "industries",
        "trdg" => "trading",
        "distr" | "dstr" | "distribuidora" | "distribuidor" | "distribuzione" | "distribucion" | "distribuicao" => {
            "distribution"
        }
        "bldg" | "bldrs" => "building",
        "govt" => "government",
        "assn" | "assocn" => "association",
        "assocs" => "associates",
        "dept" => "department",
        "lbr" => "lumber",
        "hosp" | "hopital" | "ospedale" | "ziekenhuis" | "krankenhaus" | "hastane" | "hastanesi" | "szpital"
        | "sykehus" | "sjukhus" | "sairaala" | "nemocnice" | "korhaz" => "hospital",
        "pkg" => "packaging",
        "ptnrs" | "ptrs" => "partners",
        "prods" | "prdts" => "products",
        "props" => "properties",
        "finl" => "financial",
        "sys" | "sysms" => "systems",
        "tech" | "technologies" | "technologie" | "technologien" | "tecnologia" | "tecnologias" | "tecnologie" => {
            "technology"
        }
        "labs" | "lab" | "laboratory" | "laboratoires" | "laboratorios" | "laboratori" => "laboratories",
        "univ" | "universitat" | "universite" | "universidad" | "universidade" | "universita" | "universiteit"
        | "universitesi" | "yliopisto" | "egyetem" | "universitetas" | "univerzitet" | "sveuciliste"
        | "universitet" | "universitatea" | "universitetet" | "uniwersytet" | "univerzita" => "university",
        "inst" | "institut" | "instytut" | "institutet" | "instituto" | "istituto" | "instituut" => "institute",
        "st" | "sankt" | "sint" | "sainte" => "saint",
        "mt" => "mount",
        "dr" | "doktor" | "doutor" | "dottore" | "docteur" => "doctor",
        "mairie" | "commune" | "comune" | "municipio" | "municipalidad" | "gemeente" | "gemeinde" | "kommune"
        | "kommun" | "belediyesi" | "belediye" => "municipality",
        "theatre" => "theater",
        "organisation" | "org" => "organization",
        "labour" => "labor",
        "harbour" => "harbor",
        "colour" => "color",
        "colours" => "colors",
        "neighbourhood" => "neighborhood",
        "armour" => "armor",
        "flavours" => "flavors",
        "fibre" => "fiber",
        "jewellery" => "jewelry",
        "jewellers" => "jewelers",
        "aluminium" => "aluminum",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::written_out;
    use crate::company_name::name_key;

    fn name_words(name: &str) -> Vec<String> {
        let key = name_key(&super::super::tokens::words(name).join(" "));
        written_out(key.split(' '))
    }

    #[test]
    fn words_written_short_are_written_out() {
        for (short, long) in [
            ("Acme Mfg. Co.", "Acme Manufacturing Company"),
            ("Int'l Business Machines", "International Business Machines Corp."),
            ("Smith Bros Ltd", "Smith Brothers Limited"),
            ("Nordic Mgmt Svcs", "Nordic Management Services"),
            ("Larsen Hldgs plc", "Larsen Holdings"),
            ("Centre Médical", "Center Medical"),
        ] {
            assert_eq!(name_words(short), name_words(long), "{short}");
        }
        assert_ne!(name_words("Smith Sons"), name_words("Smith Brothers"));
    }

    #[test]
    fn short_forms_of_many_languages_are_their_long_forms() {
        for (short, long) in [
            ("Cie Générale des Eaux", "Compagnie Générale des Eaux"),
            ("Cía. Sevillana", "Compañía Sevillana"),
            ("Hnos. Rivas", "Hermanos Rivas"),
            ("Gebr. Perrin", "Gebrüder Perrin"),
            ("F.lli Rossi", "Fratelli Rossi"),
            ("Ets Rochat", "Établissements Rochat"),
            ("Sté Martin", "Société Martin"),
            ("Vda. de Soler", "Viuda de Soler"),
            ("St. Mary's Hosp.", "Saint Mary's Hospital"),
            ("Univ. Leipzig", "Universität Leipzig"),
            ("Hughes Tech", "Hughes Technologies"),
            ("Kuusi ja Poika Velj.", "Kuusi & Poika Veljekset"),
            ("Kazlauskas ir Petrauskas", "Kazlauskas & Petrauskas"),
            ("Novák a syn", "Novák & syn"),
        ] {
            assert_eq!(name_words(short), name_words(long), "{short}");
        }
    }

    #[test]
    fn a_short_form_of_two_words_is_neither_alone() {
        assert_ne!(name_words("Baker Assoc"), name_words("Baker Association"));
        assert_ne!(name_words("Baker Assoc"), name_words("Baker Associates"));
    }
}
