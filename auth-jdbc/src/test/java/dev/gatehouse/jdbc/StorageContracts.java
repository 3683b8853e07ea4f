package dev.gatehouse.jdbc;

import dev.gatehouse.contract.ApiKeyCreditStoreContract;
import dev.gatehouse.contract.ApiKeyStoreContract;
import dev.gatehouse.contract.ApiKeyUsageStoreContract;
import dev.gatehouse.contract.AuditStoreContract;
import dev.gatehouse.contract.FactorAttemptStoreContract;
import dev.gatehouse.contract.InvalidationsContract;
import dev.gatehouse.contract.LeadershipContract;
import dev.gatehouse.contract.LockoutStoreContract;
import dev.gatehouse.contract.MailCooldownStoreContract;
import dev.gatehouse.contract.OneTimeTokenStoreContract;
import dev.gatehouse.contract.OutboxStoreContract;
import dev.gatehouse.contract.PasswordStoreContract;
import dev.gatehouse.contract.RecoveryCodeStoreContract;
import dev.gatehouse.contract.ReplayStorageContract;
import dev.gatehouse.contract.RoleAssignmentStoreContract;
import dev.gatehouse.contract.RoleStoreContract;
import dev.gatehouse.contract.ServiceStoreContract;
import dev.gatehouse.contract.SessionListContract;
import dev.gatehouse.contract.SessionRotationContract;
import dev.gatehouse.contract.SessionStoreContract;
import dev.gatehouse.contract.SigningKeyStoreContract;
import dev.gatehouse.contract.TotpStoreContract;
import dev.gatehouse.contract.TransactionsContract;
import dev.gatehouse.contract.TrustedDeviceStoreContract;
import dev.gatehouse.contract.UserListContract;
import dev.gatehouse.contract.UserStoreContract;

/** Every contract of auth-contracts. */
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
