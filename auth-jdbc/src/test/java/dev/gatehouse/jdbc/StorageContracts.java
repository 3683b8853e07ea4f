package dev.gatehouse.jdbc;

import dev.gatehouse.testkit.ApiKeyCreditStoreContract;
import dev.gatehouse.testkit.ApiKeyStoreContract;
import dev.gatehouse.testkit.ApiKeyUsageStoreContract;
import dev.gatehouse.testkit.AuditStoreContract;
import dev.gatehouse.testkit.FactorAttemptStoreContract;
import dev.gatehouse.testkit.InvalidationsContract;
import dev.gatehouse.testkit.LeadershipContract;
import dev.gatehouse.testkit.LockoutStoreContract;
import dev.gatehouse.testkit.MailCooldownStoreContract;
import dev.gatehouse.testkit.OneTimeTokenStoreContract;
import dev.gatehouse.testkit.OutboxStoreContract;
import dev.gatehouse.testkit.PasswordStoreContract;
import dev.gatehouse.testkit.RecoveryCodeStoreContract;
import dev.gatehouse.testkit.ReplayStorageContract;
import dev.gatehouse.testkit.RoleAssignmentStoreContract;
import dev.gatehouse.testkit.RoleStoreContract;
import dev.gatehouse.testkit.ServiceStoreContract;
import dev.gatehouse.testkit.SessionListContract;
import dev.gatehouse.testkit.SessionRotationContract;
import dev.gatehouse.testkit.SessionStoreContract;
import dev.gatehouse.testkit.SigningKeyStoreContract;
import dev.gatehouse.testkit.TotpStoreContract;
import dev.gatehouse.testkit.TransactionsContract;
import dev.gatehouse.testkit.TrustedDeviceStoreContract;
import dev.gatehouse.testkit.UserListContract;
import dev.gatehouse.testkit.UserStoreContract;

/** Every contract of the test kit. */
interface StorageContracts
    extends UserStoreContract,
        UserListContract,
        PasswordStoreContract,
        OneTimeTokenStoreContract,
        MailCooldownStoreContract,
        LockoutStoreContract,
        SessionStoreContract,
        SessionRotationContract,
        SessionListContract,
        SigningKeyStoreContract,
        TotpStoreContract,
        ApiKeyStoreContract,
        ApiKeyCreditStoreContract,
        ApiKeyUsageStoreContract,
        ServiceStoreContract,
        RoleStoreContract,
        RecoveryCodeStoreContract,
        RoleAssignmentStoreContract,
        ReplayStorageContract,
        AuditStoreContract,
        OutboxStoreContract,
        TransactionsContract,
        TrustedDeviceStoreContract,
        InvalidationsContract,
        FactorAttemptStoreContract,
        LeadershipContract {}
