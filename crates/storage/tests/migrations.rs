//! The schema comes up on the database at hand, and agrees with the entities.

use sea_orm::EntityTrait;
use storage::entity;
use storage::test_database::TestDatabase;

macro_rules! select_each {
    ($db:expr, $($table:ident),+) => {
        $( assert!(entity::$table::Entity::find().one($db.read()).await.expect(stringify!($table)).is_none()); )+
    };
}

#[tokio::test]
async fn every_entity_reads_its_table() {
    let test = TestDatabase::create().await.expect("a database");
    let db = &test.db;
    select_each!(
        db,
        api_token,
        app_user,
        clock,
        company,
        criterion_check,
        deal,
        deal_line,
        deal_stage,
        event,
        external_ref,
        idempotency,
        import_row,
        import_run,
        job,
        mail,
        match_key,
        partner,
        partner_attribute,
        partner_contact,
        partner_owner,
        partner_phase,
        partner_program,
        product,
        product_alias,
        program,
        program_version,
        registration,
        registration_finding,
        registration_question,
        registration_step,
        saved_view,
        schedule,
        segment,
        session,
        setting,
        signed_link,
        stage_definition
    );
    assert_eq!(storage::migration::pending(db).await.expect("answer"), 0);
    assert_eq!(storage::migration::migrate(db).await.expect("again"), 0);
}
