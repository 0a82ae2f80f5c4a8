package dev.parley.simulate.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where the balancer has put everyone: each stream on an instance at random. An entry is a channel on an instance with listeners to
 * it there; those of a channel are side by side.
 */
public final class Placement {
    private final int[] first; // entry of each channel, and one beyond
    private final int[] instances; // of each entry
    private final int[] listeners; // of each entry
    private final int[] slots; // of each channel

    private Placement(int[] first, int[] instances, int[] listeners, int[] slots) {
        this.first = first;
        this.instances = instances;
        this.listeners = listeners;
        this.slots = slots;
    }

    /** The same for the same seed. */
    public static Placement of(Chat chat, int instances, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] sizes = chat.sizes();
        int[] first = new int[sizes.length + 1];
        int[] slots = new int[sizes.length];
        int[] here = new int[instances];
        int[] where = new int[16];
        int[] howMany = new int[16];
        int entries = 0;
        for (int channel = 0; channel < sizes.length; channel++) {
            Arrays.fill(here, 0);
            for (int i = 0; i < sizes[channel]; i++) {
                here[random.nextInt(instances)]++;
            }
            for (int instance = 0; instance < instances; instance++) {
                if (here[instance] > 0) {
                    if (entries == where.length) {
                        where = Arrays.copyOf(where, 2 * entries);
                        howMany = Arrays.copyOf(howMany, 2 * entries);
                    }
                    where[entries] = instance;
                    howMany[entries++] = here[instance];
                }
            }
            first[channel + 1] = entries;
            slots[channel] = HashSlot.of("chat:room-" + channel);
        }
        return new Placement(first, Arrays.copyOf(where, entries), Arrays.copyOf(howMany, entries), slots);
    }

    /** On how many of so many instances someone listens, of so many listeners, on average. */
    public static double expectedInstances(int instances, double listeners) {
        return instances * (1 - Math.pow(1 - 1.0 / instances, listeners));
    }

    public int channels() {
        return slots.length;
    }

    public int entries() {
        return instances.length;
    }

    /** The first entry of a channel; that of the next channel is where they end. */
    public int first(int channel) {
        return first[channel];
    }

    public int instance(int entry) {
        return instances[entry];
    }

    public int listeners(int entry) {
        return listeners[entry];
    }

    /** On how many instances a channel has listeners. */
    public int spread(int channel) {
        return first[channel + 1] - first[channel];
    }

    public int slot(int channel) {
        return slots[channel];
    }
}
