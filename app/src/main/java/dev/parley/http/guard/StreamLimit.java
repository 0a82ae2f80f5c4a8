package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams may be open at once: on this instance, and by one client. Threading: may be used by anyone. */
public final class StreamLimit {
    /** Of one stream; to be closed when the stream ends. Closing it again does nothing. */
    public interface Admission extends AutoCloseable {
        @Override
        void close();
    }

    private static final Admission UNCOUNTED = () -> {};

    private final int perAddress;
    private final int perInstance;
    private final ClientAddresses addresses;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    public StreamLimit(HttpLimits limits, ClientAddresses addresses) {
        this.perAddress = limits.streamsPerAddress();
        this.perInstance = limits.streams();
        this.addresses = addresses;
    }

    /**
     * Counts one more stream.
     *
     * @throws Problem when there are too many already
     */
    public Admission admit(Context ctx) {
        if (perAddress == HttpLimits.OFF && perInstance == HttpLimits.OFF) {
            return UNCOUNTED;
        }
        String address = addresses.of(ctx);
        if (open.merge(address, 1, Integer::sum) > perAddress) {
            leave(address);
            throw new Problem(
                    Refusal.STREAMS_PER_ADDRESS,
                    "You have " + perAddress + " streams open already; close one, or put several channels on one.");
        }
        if (all.incrementAndGet() > perInstance) {
            all.decrementAndGet();
            leave(address);
            throw new Problem(Refusal.STREAMS, "This instance is full; connect again to reach another.");
        }
        return admission(address);
    }

    private Admission admission(String address) {
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                all.decrementAndGet();
                leave(address);
            }
        };
    }

    private void leave(String address) {
        open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
