package dev.parley.simulate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HashSlotTest {
    /** The specification's own example: CRC16 of "123456789" is 31C3. And what CLUSTER KEYSLOT says. */
    @Test
    void keysHaveTheSlotsThatRedisGivesThem() {
        assertEquals(0x31C3 % HashSlot.COUNT, HashSlot.of("123456789"));
        assertEquals(12_182, HashSlot.of("foo"));
        assertEquals(5_061, HashSlot.of("bar"));
    }

    @Test
    void shardsHaveRangesOfSlotsAlikeInSize() {
        int[] slots = new int[3];
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            slots[HashSlot.shard(slot, 3)]++;
        }
        assertEquals(5_462, slots[0]);
        assertEquals(5_461, slots[1]);
        assertEquals(5_461, slots[2]);
    }
}
