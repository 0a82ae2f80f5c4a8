package dev.parley.wire.toy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a stream begins.
 *
 * @param isTold whether the client is told that its cursor can't be honoured
 * @param refusal a status, or 0
 */
record ToyBeginning(ToyCursor cursor, boolean isTold, int refusal) {
    static ToyBeginning of(ToyRequest request, List<String> channels, ToyInstance instance) {
        String text = cursor(request, instance);
        boolean isEmpty = text.isEmpty()
                && !(instance.has(Flaw.EMPTY_IS_UNREADABLE) && request.headers().containsKey("last-event-id"));
        if (isEmpty) {
            return new ToyBeginning(ToyCursor.NONE, false, 0);
        }
        Optional<ToyCursor> cursor = ToyCursor.parse(text, channels, instance.store());
        if (cursor.isEmpty()) {
            if (instance.has(Flaw.SILENTLY_FROM_NOW)) {
                return new ToyBeginning(ToyCursor.NONE, false, 0);
            }
            return new ToyBeginning(ToyCursor.first(channels), true, instance.has(Flaw.BAD_CURSOR_400) ? 400 : 0);
        }
        boolean isNew = instance.has(Flaw.NOTHING_NEW_204)
                && cursor.get().positions().getOrDefault(channels.get(0), -1)
                        == instance.store().size(channels.get(0));
        return new ToyBeginning(flawed(cursor.get(), instance), false, isNew ? 204 : 0);
    }

    private static ToyCursor flawed(ToyCursor cursor, ToyInstance instance) {
        if (instance.has(Flaw.GAP_AT_THE_SEAM)) {
            return cursor.moved(1, instance.store());
        } else if (instance.has(Flaw.REPEATS_THE_LAST)) {
            return cursor.moved(-1, instance.store());
        }
        return instance.has(Flaw.REPLAYS_LITTLE) ? cursor.near(20, instance.store()) : cursor;
    }

    private static String cursor(ToyRequest request, ToyInstance instance) {
        String header = request.headers().getOrDefault("last-event-id", "");
        Map<String, String> query = request.query();
        String parameter = instance.has(Flaw.NO_PARAMETER)
                ? ""
                : Stream.of("lastEventId", "last_event_id", "last-event-id", "lastEventID")
                        .map(name -> query.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("");
        boolean isParameter = header.isEmpty() || (instance.has(Flaw.PARAMETER_WINS) && !parameter.isEmpty());
        return isParameter ? parameter : header;
    }
}
