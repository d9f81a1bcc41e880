//! Every command: does it, refuses it, stays quiet.

use cqrs_es::test::TestFramework;

use super::*;

fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000 + 60 * minute, 0).unwrap()
}

fn registered(role: Role) -> AccountFact {
    AccountFact::UserRegistered {
        role,
        registered_at: minute(0),
    }
}

fn became(role: Role, at: i64) -> AccountFact {
    AccountFact::RoleChanged {
        role,
        changed_at: minute(at),
    }
}

fn erased(at: i64) -> AccountFact {
    AccountFact::UserErased {
        erased_at: minute(at),
    }
}

fn register(role: Role) -> AccountCommand {
    AccountCommand::RegisterUser {
        role,
        now: minute(0),
    }
}

fn change(role: Role, at: i64) -> AccountCommand {
    AccountCommand::ChangeRole {
        role,
        now: minute(at),
    }
}

fn erase(at: i64) -> AccountCommand {
    AccountCommand::EraseUser { now: minute(at) }
}

fn replay(facts: &[AccountFact]) -> Account {
    let mut account = Account::default();
    facts.iter().for_each(|fact| account.evolve(fact));
    account
}

/// What is decided on these facts, by `decide` and through cqrs-es alike.
fn given(facts: &[AccountFact], when: AccountCommand) -> Result<Vec<AccountFact>, AccountRefusal> {
    let decided = replay(facts).decide(&when);
    let handled = TestFramework::<Account>::with(())
        .given(facts.to_vec())
        .when(when)
        .inspect_result();
    assert_eq!(handled, decided);
    decided
}

#[test]
fn a_person_registers_with_a_role() {
    for role in [Role::User, Role::Staff, Role::Admin] {
        assert_eq!(given(&[], register(role)), Ok(vec![registered(role)]));
        assert_eq!(replay(&[registered(role)]), Account::Active { role });
    }
}

#[test]
fn an_id_registers_once_even_after_erasure() {
    let exists = Err(AccountRefusal::AlreadyRegistered);
    let user = registered(Role::User);
    assert_eq!(
        given(std::slice::from_ref(&user), register(Role::User)),
        exists
    );
    assert_eq!(given(&[user, erased(1)], register(Role::Admin)), exists);
}

#[test]
fn a_role_changes_to_another_one() {
    assert_eq!(
        given(&[registered(Role::User)], change(Role::Admin, 1)),
        Ok(vec![became(Role::Admin, 1)])
    );
    let staff = [registered(Role::Admin), became(Role::Staff, 1)];
    assert_eq!(replay(&staff), Account::Active { role: Role::Staff });
    assert_eq!(
        given(&staff, change(Role::Admin, 2)),
        Ok(vec![became(Role::Admin, 2)])
    );
}

#[test]
fn a_change_to_the_same_role_is_quiet() {
    let staff = [registered(Role::User), became(Role::Staff, 1)];
    assert_eq!(given(&staff, change(Role::Staff, 2)), Ok(vec![]));
    assert_eq!(
        given(&[registered(Role::User)], change(Role::User, 2)),
        Ok(vec![])
    );
}

#[test]
fn a_person_is_erased() {
    let facts = [registered(Role::User)];
    assert_eq!(given(&facts, erase(1)), Ok(vec![erased(1)]));
    assert_eq!(
        replay(&[registered(Role::User), erased(1)]),
        Account::Erased
    );
}

#[test]
fn nobody_is_changed_or_erased_who_is_not_there() {
    for facts in [vec![], vec![registered(Role::Admin), erased(1)]] {
        for command in [change(Role::Staff, 2), erase(2)] {
            assert_eq!(given(&facts, command), Err(AccountRefusal::NotFound));
        }
    }
}

#[test]
fn an_account_survives_being_stored_as_json() {
    let role = Role::Staff;
    for account in [Account::Unknown, Account::Active { role }, Account::Erased] {
        let stored = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&stored).unwrap(), account);
    }
}

#[test]
fn a_role_is_written_as_it_is_read() {
    for role in [Role::User, Role::Staff, Role::Admin] {
        assert_eq!(role.as_str().parse(), Ok(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
    for text in ["Admin", "", "root"] {
        assert!(text.parse::<Role>().is_err(), "{text}");
    }
}
