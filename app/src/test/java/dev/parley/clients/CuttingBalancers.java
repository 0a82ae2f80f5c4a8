package dev.parley.clients;

import static org.awaitility.Awaitility.await;

import dev.parley.clients.CuttingBalancer.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One for each library of an audience. */
final class CuttingBalancers implements AutoCloseable {
    /** For all but those that take a minute or never come; what those do not hear is told by the outcome. */
    private static final Duration FOR_MOST = Duration.ofSeconds(10);

    private final List<CuttingBalancer> balancers = new CopyOnWriteArrayList<>();
    private final List<Integer> instances;

    /** @param instances their ports */
    CuttingBalancers(List<Integer> instances) {
        this.instances = instances;
    }

    /** Of a new one. */
    int port() {
        CuttingBalancer balancer = new CuttingBalancer(instances);
        balancers.add(balancer);
        return balancer.port();
    }

    /** Each time when the one before has come by. */
    void cut(Cut... places) {
        for (Cut place : places) {
            balancers.forEach(balancer -> balancer.cutAt(place));
            awaitForMost(CuttingBalancer::hasCut);
        }
    }

    /** What is open now; they come again before this returns. */
    void cutAll() {
        Map<CuttingBalancer, Integer> before =
                balancers.stream().collect(Collectors.toMap(each -> each, CuttingBalancer::connections));
        balancers.forEach(CuttingBalancer::cutAll);
        awaitForMost(each -> each.connections() > before.get(each));
    }

    @Override
    public void close() {
        balancers.forEach(CuttingBalancer::close);
    }

    private void awaitForMost(Predicate<CuttingBalancer> condition) {
        long deadline = System.nanoTime() + FOR_MOST.toNanos();
        await().atMost(FOR_MOST.multipliedBy(2))
                .until(() -> balancers.stream().allMatch(condition) || System.nanoTime() > deadline);
    }
}
