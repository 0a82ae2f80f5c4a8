package dev.parley.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * What one stream is asked for: 1 to 32 different channels and families of channels.
 *
 * <p>The channels' names make up every id of the stream (see {@link Cursor}), which clients send back as a header. Servers and
 * proxies commonly refuse a header of more than 8 KiB (nginx' {@code large_client_header_buffers}, Apache's {@code
 * LimitRequestFieldSize}), so names are refused whose ids could get longer than half of that.
 *
 * @param names in the order in which they were asked for
 * @param families likewise
 */
public record Channels(List<ChannelName> names, List<Family> families) {
    private static final int MAX_CHANNELS = 32;
    private static final int MAX_ID_BYTES = 4 * 1024;

    public Channels {
        names = List.copyOf(names);
        families = List.copyOf(families);
    }

    /** Without families. */
    public Channels(List<ChannelName> names) {
        this(names, List.of());
    }

    /**
     * Reads names that are joined by commas.
     *
     * @param list already URL-decoded
     * @throws InvalidInput when they can't make up a stream
     */
    public static Channels parse(String list) {
        String[] texts = list.split(",", -1);
        if (texts.length > MAX_CHANNELS) {
            throw new InvalidInput("A stream has at most " + MAX_CHANNELS + " channels; open another for the rest.");
        }
        List<ChannelName> names = new ArrayList<>();
        List<Family> families = new ArrayList<>();
        for (String text : texts) {
            requireNamed(text, texts.length);
            if (Family.isMeant(text)) {
                families.add(new Family(text));
            } else {
                names.add(new ChannelName(text));
            }
        }
        Channels channels = new Channels(names, families);
        channels.requireDifferent();
        if (!channels.isOne() && !fitAnId(names, families)) {
            throw new InvalidInput("These names are too long for one stream: its ids could get longer than 4 KiB, "
                    + "percent-encoded; spread the channels over several streams.");
        }
        return channels;
    }

    /** Whether it is a single channel, whose ids need no names. */
    public boolean isOne() {
        return names.size() == 1 && families.isEmpty();
    }

    /** How many are asked for, each family for one. */
    public int size() {
        return names.size() + families.size();
    }

    /** Whether a client can send an id of all these back. */
    public static boolean fitAnId(Collection<ChannelName> names, Collection<Family> families) {
        return Cursor.longestId(names, families) <= MAX_ID_BYTES;
    }

    private void requireDifferent() {
        if (new HashSet<>(names).size() < names.size() || new HashSet<>(families).size() < families.size()) {
            throw new InvalidInput("A channel is named twice; name each once.");
        }
    }

    private static void requireNamed(String text, int channels) {
        if (text.isEmpty() && channels > 1) {
            throw new InvalidInput("A channel's name is empty; remove the comma.");
        }
    }
}
