-- Messages to some people by time, for storms and replies made by hand. Most mail goes to fewer.

CREATE INDEX accepted_to_some ON accepted_messages (at, people) WHERE people >= 5;
