package dev.parley.wire.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Takes the bytes of an event stream, in any pieces, and keeps all of them and their blocks. Not thread-safe. */
public final class EventReader {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>(); // of the block that is not complete
    private int blockFrom;
    private int position; // of the byte that comes next
    private boolean isAfterReturn; // a line feed that follows belongs to it

    public void feed(byte[] bytes, int from, int to, long now) {
        all.write(bytes, from, to - from);
        for (int i = from; i < to; i++) {
            next(bytes[i], now);
        }
    }

    public byte[] bytes() {
        return all.toByteArray();
    }

    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    public boolean hasHeard(String text) {
        // what is waited for is nearly always among the newest
        for (int i = blocks.size() - 1; i >= 0; i--) {
            if (blocks.get(i).data().contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing but comments has come behind the last blank line. */
    public boolean isBetweenBlocks() {
        return lines.stream().allMatch(Line::isComment) && line.size() == 0;
    }

    /** Where a reader by the standard stands: at the last id of a block that is complete. */
    public Optional<String> strictCursor() {
        return blocks.stream().flatMap(block -> block.id().stream()).reduce((one, other) -> other);
    }

    /** Where a reader stands that takes an id as soon as its line is complete. */
    public Optional<String> earlyCursor() {
        return lines.stream()
                .filter(read -> read.is("id"))
                .map(Line::value)
                .reduce((one, other) -> other)
                .or(this::strictCursor);
    }

    private void next(byte value, long now) {
        position++;
        if (value == '\n' && isAfterReturn) {
            isAfterReturn = false;
            if (lines.isEmpty() && !blocks.isEmpty() && blockFrom == position - 1) {
                blockFrom = position; // the second half of a blank line
                Block last = blocks.remove(blocks.size() - 1);
                blocks.add(new Block(last.from(), position, last.lines(), last.at()));
            }
            return;
        }
        isAfterReturn = value == '\r';
        if (value == '\n' || value == '\r') {
            endLine(now);
        } else {
            line.write(value);
        }
    }

    private void endLine(long now) {
        byte[] bytes = line.toByteArray();
        line.reset();
        int from = blocks.isEmpty() && lines.isEmpty() && startsWithBom(bytes) ? BOM.length : 0;
        String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            blocks.add(new Block(blockFrom, position, lines, now));
            lines.clear();
            blockFrom = position;
        } else {
            lines.add(Line.parse(text));
        }
    }

    private static boolean startsWithBom(byte[] bytes) {
        return bytes.length >= BOM.length && Arrays.equals(bytes, 0, BOM.length, BOM, 0, BOM.length);
    }
}
