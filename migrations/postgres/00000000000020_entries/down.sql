DROP TABLE links;
DROP TABLE months;
DROP TABLE milestones;
DROP TABLE entry_state_values;
DROP TABLE entry_states;
DROP TABLE entry_events;
DROP TABLE entry_values;
DROP TABLE entries;
