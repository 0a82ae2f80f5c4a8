package dev.parley.overload;

import static dev.parley.overload.Habit.Reading.LITTLE;
import static dev.parley.overload.Habit.Reading.NOTHING;

/** How each attack is made over connections. */
final class Habits {
    private Habits() {}

    static Habit of(Attack attack) {
        return switch (attack) {
            case IDLE_CONNECTIONS -> Habit.of("");
            case STALLED_HEADS -> Habit.of(Requests.HEAD_BEGINS);
            case TRICKLED_HEADS -> Habit.of(Requests.HEAD_BEGINS).muttering("x", 500);
            case STALLED_BODIES -> Habit.of(Requests.BODY_BEGINS);
            case TRICKLED_BODIES -> Habit.of(Requests.BODY_BEGINS).muttering("x", 500);
            case UNREAD_ANSWERS ->
                Habit.of(Requests.LARGE_HISTORY.repeat(16)).reading(NOTHING).muttering(Requests.LARGE_HISTORY, 2_000);
            case TRICKLED_ANSWERS -> Habit.of(Requests.LARGE_HISTORY.repeat(16)).reading(LITTLE);
            case STREAMS_IN_AND_OUT ->
                Habit.of(n -> Requests.get("/subscribe/" + Neighbours.LOBBY + "?name=s" + n))
                        .leavingAfter(1);
            case MANY_CHANNELS ->
                Habit.of(n -> Requests.get("/subscribe/" + Requests.channels("wide-" + n, 32)))
                        .leavingAfter(1);
            case LARGE_HISTORIES ->
                Habit.of(n -> Requests.last("GET", "/large-" + n % 8 + "?limit=200"))
                        .connections(100, 450);
            case LARGE_CATCH_UPS ->
                Habit.of(Requests.get("/subscribe/" + Requests.channels("large", 8) + "?last=200"))
                        .connections(50, 100)
                        .leavingAfter(3_000_000);
            case SQUATTED_CHANNELS ->
                Habit.of(n -> Requests.get("/subscribe/" + Requests.channels("squat-" + n, 32)))
                        .connections(80, 100);
            case BROKEN_CHUNKS -> Habit.of(Requests.BROKEN_CHUNK).connections(50, 50);
            case NEW_CHANNELS -> Habit.of(n -> Requests.form("/begun-" + n, "sender=s&message=m"));
            case LONG_NAMES ->
                Habit.of(n -> Requests.get("/subscribe/" + Neighbours.LOBBY + "?name=" + Requests.longName(n)))
                        .connections(90, 50)
                        .leavingAfter(20_000);
            case TYPING -> Habit.of(n -> Requests.form("/" + Neighbours.LOBBY + "/typing", "sender=s" + n));
            case DEEP_JSON -> Habit.of(Requests.DEEP_JSON);
            case ODD_FORWARDED -> Habit.of(Requests.ODD_FORWARDED);
            case TALKATIVE_STREAMS ->
                Habit.of(Requests.get("/subscribe/" + Neighbours.LOBBY))
                        .connections(8, 50)
                        .muttering("x".repeat(64 * 1024), 50);
            case NOTHING_AT_ALL, RAW_MESSAGES ->
                throw new IllegalArgumentException("no connections are made for " + attack);
        };
    }
}
