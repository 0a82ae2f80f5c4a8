package dev.parley.identity;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What instances know together about who may. */
public interface Registrar {
    /** Whose credentials don't hold any more. Fails when that is not known yet. */
    Denials denied();

    /** What a ticket stands for (see {@link Voucher}), once. */
    CompletableFuture<Optional<String>> redeem(String ticket);
}
