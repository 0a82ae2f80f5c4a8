package dev.parley.channel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The channels of one stream: 1 to 32 different ones, in the order in which they were asked for.
 *
 * <p>Their names make up every id of the stream (see {@link Cursor}), which clients send back as a header. Servers and
 * proxies commonly refuse a header of more than 8 KiB (nginx' {@code large_client_header_buffers}, Apache's {@code
 * LimitRequestFieldSize}), so names are refused whose ids could get longer than half of that.
 */
public record Channels(List<ChannelName> names) {
    private static final int MAX_CHANNELS = 32;
    private static final int MAX_ID_BYTES = 4 * 1024;

    public Channels {
        names = List.copyOf(names);
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
        for (String text : texts) {
            names.add(name(text, texts.length));
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new InvalidInput("A channel is named twice; name each once.");
        }
        if (names.size() > 1 && Cursor.longestId(names) > MAX_ID_BYTES) {
            throw new InvalidInput("These names are too long for one stream: its ids could get longer than 4 KiB, "
                    + "percent-encoded; spread the channels over several streams.");
        }
        return new Channels(names);
    }

    private static ChannelName name(String text, int channels) {
        if (text.isEmpty() && channels > 1) {
            throw new InvalidInput("A channel's name is empty; remove the comma.");
        }
        return new ChannelName(text);
    }
}
