"""Entries held at the door, typings of paper sheets, uploads, backups.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from panel.db import Instant

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('backup',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('ended_at', Instant(), nullable=True),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('holds_until', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backup'))
    )
    op.create_table('deposit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('presenter', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.Enum('mark', 'comment', 'submit', 'withdraw', 'recuse', 'return', 'absent', 'restore', 'confirm', 'reopen', name='act', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('node', sa.String(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('base', sa.String(), nullable=True),
    sa.Column('counter', sa.Integer(), nullable=True),
    sa.Column('device_at', Instant(), nullable=True),
    sa.Column('stored_at', Instant(), nullable=False),
    sa.Column('held_for', sa.Enum('signed_out', 'moved', 'version', 'closed', name='heldfor', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('settled_at', Instant(), nullable=True),
    sa.Column('settlement', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_deposit_device_id_device')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_deposit_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_deposit_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deposit')),
    sa.UniqueConstraint('uuid', name=op.f('uq_deposit_uuid'))
    )
    with op.batch_alter_table('deposit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deposit_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposit_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposit_seat_id'), ['seat_id'], unique=False)

    op.create_table('typing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_typing_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_typing_seat_id_seat')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_typing_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_typing')),
    sa.UniqueConstraint('slot_id', 'seat_id', name=op.f('uq_typing_slot_id_seat_id'))
    )
    with op.batch_alter_table('typing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_typing_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_typing_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_typing_slot_id'), ['slot_id'], unique=False)

    op.create_table('upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_upload_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_upload_person_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_upload_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('sheet_id', 'digest', name=op.f('uq_upload_sheet_id_digest'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_upload_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_sheet_id'), ['sheet_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_upload_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_upload_person_id'))
        batch_op.drop_index(batch_op.f('ix_upload_event_id'))
        batch_op.drop_index(batch_op.f('ix_upload_digest'))

    op.drop_table('upload')
    with op.batch_alter_table('typing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_typing_slot_id'))
        batch_op.drop_index(batch_op.f('ix_typing_seat_id'))
        batch_op.drop_index(batch_op.f('ix_typing_person_id'))

    op.drop_table('typing')
    with op.batch_alter_table('deposit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deposit_seat_id'))
        batch_op.drop_index(batch_op.f('ix_deposit_person_id'))
        batch_op.drop_index(batch_op.f('ix_deposit_device_id'))

    op.drop_table('deposit')
    op.drop_table('backup')
