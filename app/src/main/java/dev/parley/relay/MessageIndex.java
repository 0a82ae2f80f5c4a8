package dev.parley.relay;

import dev.parley.channel.EventId;

/**
 * Where each message of a tail begins, from the oldest to the newest. Plain arrays, used as rings: objects would take more
 * memory than many a message.
 *
 * <p>Threading: guarded by its tail.
 */
final class MessageIndex {
    static final int NONE = -1;

    private static final int SMALLEST = 8;
    private static final int BYTES_PER_MESSAGE = 3 * Long.BYTES + Integer.BYTES;

    private long[] epochs = {};
    private long[] numbers = {};
    private long[] starts = {};
    private int[] contents = {};
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What the arrays take of memory. */
    long bytes() {
        return (long) starts.length * BYTES_PER_MESSAGE;
    }

    EventId id(int i) {
        int at = at(i);
        return new EventId(epochs[at], numbers[at]);
    }

    /** Its offset in the tail. */
    long start(int i) {
        return starts[at(i)];
    }

    /** A hash, to tell when an id comes again with something else. */
    int content(int i) {
        return contents[at(i)];
    }

    /** The number of a message; {@link #NONE} when it is not here. */
    int find(EventId id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = id(middle).compareTo(id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    /** The first message that does not begin before an offset; the size when there is none. */
    int firstFrom(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void addNewest(EventId id, long start, int content) {
        reserve(size + 1);
        size++;
        set(size - 1, id, start, content);
    }

    void addOldest(EventId id, long start, int content) {
        reserve(size + 1);
        first = Math.floorMod(first - 1, starts.length);
        size++;
        set(0, id, start, content);
    }

    void removeOldest(int count) {
        size -= count;
        first = size == 0 ? 0 : at(count);
    }

    void clear() {
        resize(0, 0);
    }

    /** Gives back what is not needed. */
    void compact() {
        resize(size, size);
    }

    private void set(int i, EventId id, long start, int content) {
        int at = at(i);
        epochs[at] = id.epoch();
        numbers[at] = id.n();
        starts[at] = start;
        contents[at] = content;
    }

    private int at(int i) {
        int at = first + i;
        return at < starts.length ? at : at - starts.length;
    }

    private void reserve(int needed) {
        if (needed > starts.length) {
            resize(Math.max(SMALLEST, needed + needed / 2), size);
        }
    }

    /** @param kept how many of them stay */
    private void resize(int capacity, int kept) {
        long[] newEpochs = new long[capacity];
        long[] newNumbers = new long[capacity];
        long[] newStarts = new long[capacity];
        int[] newContents = new int[capacity];
        int untilEnd = Math.min(kept, starts.length - first);
        System.arraycopy(epochs, first, newEpochs, 0, untilEnd);
        System.arraycopy(numbers, first, newNumbers, 0, untilEnd);
        System.arraycopy(starts, first, newStarts, 0, untilEnd);
        System.arraycopy(contents, first, newContents, 0, untilEnd);
        System.arraycopy(epochs, 0, newEpochs, untilEnd, kept - untilEnd);
        System.arraycopy(numbers, 0, newNumbers, untilEnd, kept - untilEnd);
        System.arraycopy(starts, 0, newStarts, untilEnd, kept - untilEnd);
        System.arraycopy(contents, 0, newContents, untilEnd, kept - untilEnd);
        epochs = newEpochs;
        numbers = newNumbers;
        starts = newStarts;
        contents = newContents;
        first = 0;
        size = kept;
    }
}
