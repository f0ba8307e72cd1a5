### KPIs: names, units, definitions.
