package notes;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Subscription;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.spring.GatehouseRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class Access {
  @Bean
  GatehouseRoutes routes() {
    return rules -> rules.permitAll("/").authenticated("/**");
  }

  @Bean
  GatehouseCustomizer roles() {
    return gatehouse ->
        gatehouse.permissions("notes:write").role("writer", role -> role.permitting("notes:write"));
  }

  @Bean
  Subscription everybodyWrites(Gatehouse gatehouse) {
    return gatehouse
        .events()
        .listen(
            EventType.USER_EMAIL_VERIFIED,
            event -> gatehouse
                .roleAssignments()
                .assign(
                    RoleGrant.of(Subject.user(event.subject().orElseThrow()), "writer"),
                    Actor.system("welcome"),
                    event.client()));
  }
}
