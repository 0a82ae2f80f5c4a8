package dev.parley.reliability;

class BehindCaddyTest extends InstanceFaults {
    @Override
    Balancer.Kind balancer() {
        return Caddy.plain();
    }

    @Override
    Fault killed() {
        return Fault.KILL_BEHIND_CADDY;
    }

    @Override
    Fault restarted() {
        return Fault.ROLLING_RESTART_BEHIND_CADDY;
    }

    @Override
    Fault reloaded() {
        return Fault.CADDY_RELOADED;
    }
}
