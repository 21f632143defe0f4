DROP TABLE door_answers;
DROP TABLE door_reports;
DROP TABLE doors;
