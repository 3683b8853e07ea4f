package dev.gatehouse.benchmarks.access;

import cn.dev33.satoken.SaManager;
import cn.dev33.satoken.stp.StpInterface;
import cn.dev33.satoken.stp.StpUtil;
import java.util.List;

/** Sa-Token's StpUtil, whose StpInterface hands out a list that is in memory already. */
final class SaToken {
  private SaToken() {}

  static Decider of(Holder holder) {
    SaManager.getConfig().setIsPrint(false);
    SaManager.setStpInterface(new InMemory(holder.held()));
    List<String> questions = holder.questions();
    return question -> StpUtil.hasPermission("clerk", questions.get(question));
  }

  private record InMemory(List<String> permissions) implements StpInterface {
    @Override
    public List<String> getPermissionList(Object loginId, String loginType) {
      return permissions;
    }

    @Override
    public List<String> getRoleList(Object loginId, String loginType) {
      return List.of();
    }
  }
}
