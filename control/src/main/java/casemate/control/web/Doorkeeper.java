package casemate.control.web;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Stands before every handler method and holds its [Declaration] against who is there. Decides by rights and by the
/// address alone, so that a refusal tells nothing about what exists.
final class Doorkeeper implements HandlerInterceptor {
    /// The variable of a path that names an instance.
    static final String INSTANCE = "id";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // Nothing else answers here: whatever else it is, it has not said who may reach it.
        if (!(handler instanceof HandlerMethod method)) {
            throw missing();
        }
        switch (Declaration.of(method).orElseThrow(Doorkeeper::missing)) {
            case Declaration.Needed needed -> check(Pages.signedIn(request), needed.permission(), instance(request));
            case Declaration.ForEachTheirOwn _ -> Pages.signedIn(request);
            case Declaration.ForAll _ -> {}
        }
        return true;
    }

    private static void check(Viewer viewer, Permission permission, Optional<InstanceId> instance) {
        if (permission.perInstance() && instance.isPresent()) {
            if (!viewer.may(Permission.INSTANCE_VIEW, instance.get())) {
                throw Refusal.notFound("instance-unknown", "There is no such instance; look at the list of instances.");
            }
            if (!viewer.may(permission, instance.get())) {
                throw missing();
            }
        } else if (!viewer.may(permission)) {
            throw missing();
        }
    }

    /// @throws Refusal for what is no id of an instance, whoever asks
    private static Optional<InstanceId> instance(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get(INSTANCE) instanceof String id
                ? Optional.of(id)
                        .filter(_ -> request.getRequestURI().contains("/instances/"))
                        .map(InstanceId::new)
                : Optional.empty();
    }

    private static Refusal missing() {
        return Refusal.forbidden(
                "permission-missing", "Your role does not allow that; ask an administrator of your account.");
    }
}
