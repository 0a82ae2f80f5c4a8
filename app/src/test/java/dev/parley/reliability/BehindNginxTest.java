package dev.parley.reliability;

class BehindNginxTest extends InstanceFaults {
    @Override
    Balancer.Kind balancer() {
        return new Nginx();
    }

    @Override
    Fault killed() {
        return Fault.KILL_BEHIND_NGINX;
    }

    @Override
    Fault restarted() {
        return Fault.ROLLING_RESTART_BEHIND_NGINX;
    }

    @Override
    Fault reloaded() {
        return Fault.NGINX_RELOADED;
    }
}
