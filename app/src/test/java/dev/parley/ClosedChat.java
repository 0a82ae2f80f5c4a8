package dev.parley;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Two instances of a chat in which nobody may anything without a token or a key. */
public final class ClosedChat implements AutoCloseable {
    public final TwoInstances instances;

    public ClosedChat(String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "--token-key=" + Signer.keyFile(Signer.SECRET), "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING)));
        Collections.addAll(all, flags);
        instances = TwoInstances.onSharedRedis(all.toArray(String[]::new));
    }

    public Http one() {
        return instances.one.http();
    }

    public Http other() {
        return instances.other.http();
    }

    /** A stream on the first instance, by a token. */
    public Recorder listen(String channels, Signer token) {
        return Recorder.open(instances.one.port(), "/subscribe/" + channels, token.bearer());
    }

    /** What a back end does. */
    public Http.Answer moderate(String json) {
        return instances.other.http().postJson("operator/moderation", json, Signer.bearer(Signer.KEY));
    }

    @Override
    public void close() {
        instances.close();
    }
}
