package dev.parley.wire.hub;

import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The answers that were met while the hub was looked at. Threading: everything is under its monitor. */
public final class Met {
    private static final int MOST = 10_000; // of those that are kept; later ones are only counted

    /** An answer that is not simply good. */
    public record Answer(Request request, Head head) {
        public boolean isToStream() {
            return request.headers().contains("Accept: text/event-stream");
        }

        @Override
        public String toString() {
            return request + " → " + head.status();
        }
    }

    private final List<Answer> odd = new ArrayList<>();
    private int count;

    synchronized void add(Request request, Head head) {
        count++;
        if ((head.status() == 204 || head.status() >= 300) && odd.size() < MOST) {
            odd.add(new Answer(request, head));
        }
    }

    /** All answers. */
    public synchronized int count() {
        return count;
    }

    /** Those with a status of 204, or of 300 and more. */
    public synchronized List<Answer> odd(Predicate<Answer> which) {
        return odd.stream().filter(which).toList();
    }
}
