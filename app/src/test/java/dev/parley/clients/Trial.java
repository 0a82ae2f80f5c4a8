package dev.parley.clients;

/** What the libraries are put through. */
enum Trial {
    LISTEN("all said", "odd texts, 4,000 characters, custom and injected events"),
    CUT_BETWEEN("cut between", "the connection cut between two events, by a reset and by an end"),
    CUT_WITHIN("cut within", "cut in the id, in the data (by an end and by a reset), and before the blank line"),
    KILL("kill -9", "an instance killed"),
    DRAIN("drain", "an instance told to end"),
    AWAY("Redis away", "Redis stalled, and streams cut meanwhile: new ones are refused"),
    CHANNELS("channels", "two channels on one stream, cut between and within events"),
    NGINX("nginx", "behind nginx: an instance killed, another drained"),
    CADDY("Caddy", "behind Caddy: the same");

    private final String column;
    private final String explanation;

    Trial(String column, String explanation) {
        this.column = column;
        this.explanation = explanation;
    }

    /** As it is called in the table, and in clients.json. */
    String column() {
        return column;
    }

    String explanation() {
        return explanation;
    }
}
