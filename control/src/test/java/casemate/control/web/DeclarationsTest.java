package casemate.control.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class DeclarationsTest {
    private static final InstanceId ONE = new InstanceId("ins_0" + "a".repeat(25));
    private static final InstanceId TWO = new InstanceId("ins_0" + "b".repeat(25));

    static final class Handlers {
        void silent() {}

        @Needs(Permission.INSTANCE_VIEW)
        void shared() {}

        @Needs(Permission.ROLE_MANAGE)
        void customersOnly() {}

        @Needs(Permission.STAFF_AUDIT_VIEW)
        void staffOnly() {}

        @SignedIn("their own")
        void own() {}

        @Open("for all")
        void open() {}
    }

    @Test
    void what_says_who_may_reach_it_passes() throws NoSuchMethodException {
        mapped("shared", "/portal/a", "/console/a").afterSingletonsInstantiated();
        mapped("customersOnly", "/portal/a").afterSingletonsInstantiated();
        mapped("staffOnly", "/console/a").afterSingletonsInstantiated();
        mapped("own", "/portal/a", "/console/a").afterSingletonsInstantiated();
        mapped("open", "/portal/a", "/local/a").afterSingletonsInstantiated();
    }

    @Test
    void one_that_says_nothing_or_nonsense_keeps_the_program_from_starting() throws NoSuchMethodException {
        refused("silent", "/portal/a");
        refused("customersOnly", "/portal/a", "/console/a");
        refused("staffOnly", "/portal/a");
        refused("shared", "/local/a");
        refused("own", "/local/a");
    }

    @Test
    void a_permission_for_one_instance_holds_for_that_one_and_gives_nothing_else() {
        Rights rights = new Rights(
                Set.of(Permission.BILLING_VIEW),
                Map.of(ONE, Set.of(Permission.INSTANCE_OPERATE, Permission.MEMBER_MANAGE)));
        Viewer viewer = viewer(Optional.of(new CustomerId("cus_0" + "a".repeat(25))), rights);
        assertThat(viewer.may(Permission.INSTANCE_OPERATE, ONE)).isTrue();
        assertThat(viewer.may(Permission.INSTANCE_OPERATE, TWO)).isFalse();
        assertThat(viewer.may(Permission.INSTANCE_OPERATE)).isTrue();
        assertThat(viewer.may(Permission.MEMBER_MANAGE)).isFalse();
        assertThat(viewer.may(Permission.MEMBER_MANAGE, ONE)).isFalse();
        assertThat(viewer.may(Permission.BILLING_VIEW)).isTrue();
    }

    @Test
    void at_the_console_a_permission_is_what_it_is_called_there() {
        Viewer operator = viewer(Optional.empty(), Rights.administrator());
        assertThat(operator.may(Permission.INSTANCE_OPERATE, ONE)).isTrue();
        assertThat(operator.may(Permission.ROLE_MANAGE)).isFalse();
        assertThat(viewer(Optional.empty(), Rights.owner()).may(Permission.INSTANCE_VIEW))
                .isFalse();
    }

    @Test
    void names_can_be_written_and_read_back() {
        for (Permission permission : Permission.values()) {
            assertThat(Permission.find(permission.code())).contains(permission);
            assertThat(new Words().find(Language.EN, permission.words()))
                    .as(permission.words())
                    .isPresent();
        }
        assertThat(Permission.ofCustomers()).hasSizeGreaterThan(15).doesNotContainAnyElementsOf(Permission.ofStaff());
    }

    private static Viewer viewer(Optional<CustomerId> customer, Rights rights) {
        return new Viewer(
                new UserId("usr_0" + "a".repeat(25)),
                customer,
                Optional.empty(),
                "a@example.org",
                Language.EN,
                ZoneOffset.UTC,
                "ses",
                Instant.EPOCH,
                rights);
    }

    private static void refused(String method, String... paths) throws NoSuchMethodException {
        Declarations declarations = mapped(method, paths);
        assertThatThrownBy(declarations::afterSingletonsInstantiated)
                .as(method + Arrays.toString(paths))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Handlers#" + method)
                .hasMessageNotContaining("\n");
    }

    private static Declarations mapped(String method, String... paths) throws NoSuchMethodException {
        RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
        mapping.registerMapping(
                RequestMappingInfo.paths(paths).build(), new Handlers(), Handlers.class.getDeclaredMethod(method));
        return new Declarations(mapping);
    }
}
