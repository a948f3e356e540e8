package dev.rolesanywhere.emulator.access;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.caller.SignedCalls;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.policy.Permission;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.role.Role;
import dev.rolesanywhere.emulator.role.Roles;
import dev.rolesanywhere.emulator.session.Session;
import dev.rolesanywhere.emulator.signature.Authorization;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Allows a management call if the caller's policy allows each action. Without users, every call is allowed. */
public final class ManagementAccess {
    private static final String SERVICE = "rolesanywhere";

    private final Users users;
    private final Roles roles;
    private final SignedCalls calls;
    private final RequiredPermissions permissions;

    /** @param refusal the end of AWS's message if the caller's policies do not permit the action */
    private record Caller(Arn arn, Function<Permission, Optional<String>> refusal) {}

    public ManagementAccess(Users users, Roles roles, SignedCalls calls, RequiredPermissions permissions) {
        this.users = users;
        this.roles = roles;
        this.calls = calls;
        this.permissions = permissions;
    }

    /** The same routes, each after IAM's decision. */
    public List<Route> guard(List<Route> routes) {
        return routes.stream()
                .map(route -> route.kind() == Route.Kind.AWS ? guard(route) : route)
                .toList();
    }

    private Route guard(Route route) {
        return new Route(
                route.kind(), route.operation(), route.method(), route.path(), route.target(), (request, segments) -> {
                    authorize(route.operation(), request, segments);
                    return route.call().answer(request, segments);
                });
    }

    private void authorize(String operation, Request request, List<String> segments) {
        if (users.isEmpty()) {
            return;
        }
        Caller caller = caller(request);
        for (Permission permission : permissions.of(operation, request, segments)) {
            caller.refusal().apply(permission).ifPresent(why -> {
                throw Refusal.denied(
                        "User: %s is not authorized to perform: %s on resource: %s %s"
                                .formatted(caller.arn(), permission.action(), permission.resource(), why),
                        "IAM compared " + permission.context().values());
            });
        }
    }

    private Caller caller(Request request) {
        Optional<User> user = users.byAccessKeyId(Authorization.of(request).principal());
        if (user.isPresent()) {
            calls.verify(request, SERVICE, user.get().secretAccessKey());
            return new Caller(user.get().arn(), user.get().policy()::refusal);
        }
        Session session = calls.caller(request, SERVICE);
        IdentityPolicy ofTheRole =
                roles.find(session.role()).map(Role::permissions).orElse(IdentityPolicy.NONE);
        return new Caller(session.assumedRole(), permission -> session.refusal(ofTheRole, permission));
    }
}
