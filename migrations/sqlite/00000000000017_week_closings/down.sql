DROP INDEX problem_states_earlier_rounds;
DROP INDEX visit_events_late;
DROP INDEX problem_events_late;
DROP INDEX problem_events_deeds;
DROP TABLE week_closings;
