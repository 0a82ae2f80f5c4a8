package dev.parley.http.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Bodies, or answers, that wait for their clients. All together they take so many bytes; beyond, the one that has been under way
 * for longest is cut: who sends and reads as people's devices do has long been done by then, so nobody can keep the others out
 * by being slow.
 *
 * <p>Threading: may be used by anyone. Its lock is held for moments, and nothing is called meanwhile; cutting is left to the
 * executor, since whoever adds one may hold a lock of its own.
 *
 * @param <T> what is under way
 */
final class UnderWay<T extends UnderWay.Transfer> {
    /** A body or an answer. */
    interface Transfer {
        /** Ends it, whole or not; called once or more. */
        void cut();
    }

    /** What a transfer takes beside its bytes, roughly; it bounds their number, too. */
    private static final int OVERHEAD_BYTES = 2 * 1024;

    private final long maxBytes;
    private final Executor executor;

    // Guarded by this.
    private final Map<T, Integer> bytesOf = new LinkedHashMap<>(); // in the order in which they came
    private long bytes;

    UnderWay(long maxBytes, Executor executor) {
        this.maxBytes = maxBytes;
        this.executor = executor;
    }

    /** From now on this one takes so many bytes, whatever it took before. */
    void hold(T transfer, int size) {
        for (T oldest : holdWithinBound(transfer, size + OVERHEAD_BYTES)) {
            executor.execute(oldest::cut);
        }
    }

    synchronized void release(T transfer) {
        Integer size = bytesOf.remove(transfer);
        bytes -= size == null ? 0 : size;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Cuts those of which this holds. */
    void cutIf(Predicate<T> late) {
        List<T> all;
        synchronized (this) {
            all = List.copyOf(bytesOf.keySet());
        }
        all.stream().filter(late).forEach(Transfer::cut);
    }

    /** Returns those for which there is no room any more. */
    private synchronized List<T> holdWithinBound(T transfer, int size) {
        Integer before = bytesOf.put(transfer, size);
        bytes += size - (before == null ? 0 : before);
        List<T> tooMany = new ArrayList<>();
        while (bytes > maxBytes) {
            T oldest = bytesOf.keySet().iterator().next();
            release(oldest);
            tooMany.add(oldest);
        }
        return tooMany;
    }
}
