package casemate.control.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Looks at every handler method before the program serves anybody: one that does not say who may reach it keeps the
/// program from starting.
public final class Declarations implements SmartInitializingSingleton {
    /// What programs send to, and no page has a form for.
    private static final String PROGRAMS = "/portal/(v1|scim|oidc|sso|payment)/.*";

    private final RequestMappingHandlerMapping mapping;

    Declarations(RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> faults = faults(mapping.getHandlerMethods());
        if (!faults.isEmpty()) {
            throw new IllegalStateException("handlers that do not say who may reach them: "
                    + faults.stream().sorted().collect(Collectors.joining("; ")));
        }
    }

    /// Every page and act that needs a permission, one for each path and method, in a fixed order.
    public List<GuardedRoute> guarded() {
        return mapping.getHandlerMethods().entrySet().stream()
                .flatMap(e -> Declaration.of(e.getValue())
                        .filter(Declaration.Needed.class::isInstance)
                        .map(d -> ((Declaration.Needed) d).permission())
                        .stream()
                        .flatMap(needs -> routes(e.getKey(), needs)))
                .sorted(Comparator.comparing(GuardedRoute::path).thenComparing(GuardedRoute::method))
                .toList();
    }

    /// Every form that people can send at the portal, whatever it needs, in a fixed order.
    public List<PostedForm> forms() {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(e -> e.getKey().getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(e -> e.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith(Shell.PORTAL.prefix() + "/") && !path.matches(PROGRAMS))
                        .map(path -> new PostedForm(path, fields(e.getValue()))))
                .sorted(Comparator.comparing(PostedForm::path))
                .toList();
    }

    private static List<String> fields(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .flatMap(p -> Stream.ofNullable(p.getParameterAnnotation(RequestParam.class)))
                .map(RequestParam::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Stream<GuardedRoute> routes(RequestMappingInfo info, Permission needs) {
        return info.getPatternValues().stream()
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(method -> new GuardedRoute(method.name(), path, needs)));
    }

    static List<String> faults(Map<RequestMappingInfo, HandlerMethod> handlers) {
        List<String> faults = new ArrayList<>();
        handlers.forEach((info, handler) -> fault(info.getPatternValues(), Declaration.of(handler))
                .ifPresent(fault -> faults.add(handler.getShortLogMessage() + " " + fault)));
        return faults;
    }

    private static Optional<String> fault(Set<String> paths, Optional<Declaration> declared) {
        if (declared.isEmpty()) {
            return Optional.of("has none of @Needs, @SignedIn, @Open");
        }
        boolean local = paths.stream().anyMatch(p -> p.startsWith("/local/"));
        boolean portal = paths.stream().anyMatch(p -> p.startsWith("/portal/"));
        boolean console = paths.stream().anyMatch(p -> p.startsWith("/console/"));
        return switch (declared.get()) {
            case Declaration.Needed n
            when portal && n.permission().staff() -> Optional.of("is of the portal and needs what only operators have");
            case Declaration.Needed n
            when console && n.permission().forStaff().isEmpty() ->
                Optional.of("is of the console and needs what no operator has");
            case Declaration.Needed _ when local -> Optional.of("is local, where nobody has permissions");
            case Declaration.ForEachTheirOwn _ when local -> Optional.of("is local, where nobody is signed in");
            case Declaration.Needed _, Declaration.ForEachTheirOwn _, Declaration.ForAll _ -> Optional.empty();
        };
    }
}
