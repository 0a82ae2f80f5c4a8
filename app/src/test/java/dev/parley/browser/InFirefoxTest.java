package dev.parley.browser;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the other classes of this package test in Chromium, in Firefox: the module, embedded rooms, catching up, and starting
 * without the server; with {@code -Dparley.long=true} also keys, two devices, instances that are renewed, and more.
 */
@InFirefox
class InFirefoxTest {
    @Nested
    class Module extends ModuleTest {}

    @Nested
    class Embed extends EmbedTest {
        /** What Chromium's own protocol tells. */
        @Override
        void itIsLight() {}

        /** By BiDi, neither keys nor clicks come to a frame of another site. */
        @Override
        void whereNoScriptMayBeAFrameShowsTheRoom() {}
    }

    @Nested
    class CatchUp extends CatchUpTest {}

    @Nested
    class Offline extends OfflineTest {}

    @Nested
    class BlockedStorage extends BlockedStorageTest {}

    @Nested
    @EnabledIfSystemProperty(named = "parley.long", matches = "true")
    class AtLength {
        @Nested
        class Keyboard extends KeyboardTest {}

        @Nested
        class TwoDevices extends TwoDevicesTest {}

        @Nested
        class Start extends StartTest {}

        @Nested
        class RollingDeploy extends RollingDeployTest {}

        @Nested
        class Rooms extends RoomsTest {}

        @Nested
        class Tabs extends TabsTest {}

        @Nested
        class Accessibility extends AccessibilityTest {}

        @Nested
        class LostConnection extends LostConnectionTest {}

        @Nested
        class SignIn extends SignInTest {}
    }
}
