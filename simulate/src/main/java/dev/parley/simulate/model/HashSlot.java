package dev.parley.simulate.model;

import java.nio.charset.StandardCharsets;

/** Where Redis Cluster keeps what (redis.io/docs/reference/cluster-spec, "Key distribution model"). */
public final class HashSlot {
    public static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021; // CRC16-CCITT, of XMODEM

    private HashSlot() {}

    /** Of a key without a hash tag. */
    public static int of(String key) {
        int crc = 0;
        for (byte next : key.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (next & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
        }
        return (crc & 0xffff) % COUNT;
    }

    /** Which of so many shards has it, where each has a range of slots and all ranges are alike. */
    public static int shard(int slot, int shards) {
        return (int) ((long) slot * shards / COUNT);
    }
}
