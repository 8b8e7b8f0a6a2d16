"""Figures of conditions: where it hurts, and what is irritated."""

from django.utils.translation import gettext_lazy as _

from pages.figures.figure import Figure, Label

CONDITIONS = {
    "back-neck": Figure(
        _("The neck, seen from behind."),
        Label(58, 46, _("Neck (cervical spine): where it hurts")),
        Label(63, 36, _("Back of the head: the pain may climb up here")),
        Label(82, 53, _("Shoulder: the pain may spread to here")),
    ),
    "back-middle": Figure(
        _("The mid-back, seen from behind."),
        Label(58, 73, _("Mid-back (thoracic spine): where it hurts")),
        Label(71, 66, _("Muscles and ligaments beside the spine: they can be strained")),
    ),
    "back-lower": Figure(
        _("The lower back, seen from behind."),
        Label(58, 101, _("Lower back (lumbar spine): where it hurts")),
        Label(70, 98, _("Muscles and ligaments beside the spine: they can be strained")),
        Label(74, 111, _("Buttock and hip: the pain may spread to here")),
    ),
    "arm-nerve": Figure(
        _("The path of a nerve from the neck to the arm, seen from behind."),
        Label(62, 49, _("Nerve root in the neck: pressed or irritated here")),
        Label(86, 64, _("Shoulder: the pain follows the nerve")),
        Label(94, 104, _("Arm and hand: pain, tingling, or weakness may reach the fingers")),
    ),
    "leg-nerve": Figure(
        _("The path of a nerve from the lower back to the leg, seen from behind."),
        Label(62, 27, _("Nerve root in the lower back: pressed or irritated here")),
        Label(73, 48, _("Buttock: the pain follows the nerve")),
        Label(74, 74, _("Back of the thigh")),
        Label(73, 106, _("Lower leg: pain, tingling, or numbness may reach the foot")),
    ),
    "belly": Figure(
        _("The belly and the pelvis, seen from the front."),
        Label(54, 77, _("Belly (abdomen): between the chest and the groin")),
        Label(64, 95, _("Pelvis: below the belly button")),
    ),
    "body-points": Figure(
        _("Examples of places that may hurt, on both sides of the body, above and below the waist."),
        Label(52, 29, _("Neck and shoulders")),
        Label(78, 50, _("Arms")),
        Label(53, 63, _("Hips and thighs")),
        Label(66.5, 88, _("Knees and legs")),
    ),
    "head-nerves": Figure(
        _("The main nerve of feeling in the face, one of several causes of face pain."),
        Label(77, 58, _("Trigeminal nerve: it carries feeling from the face to the brain")),
        Label(42, 43, _("First branch: forehead and eye")),
        Label(40, 64, _("Second branch: cheek and upper jaw")),
        Label(43, 85, _("Third branch: lower jaw")),
    ),
    "brain": Figure(
        _("The path of feeling. Damage on this path can cause pain in other parts of the body."),
        Label(82, 38, _("Brain")),
        Label(60, 53, _("Thalamus: a relay for feelings, deep in the brain")),
        Label(68, 104, _("Spinal cord: it carries feelings up to the brain")),
    ),
    "knee": Figure(
        _("The bones of the knee, seen from the front, as an example of a joint."),
        Label(52, 22, _("Thigh bone (femur)")),
        Label(76, 68, _("Joint space with the smooth cushion (cartilage): it wears down in osteoarthritis")),
        Label(52, 100, _("Shin bone (tibia)")),
    ),
    "hand": Figure(
        _("The hand, as an example of a limb with complex regional pain syndrome."),
        Label(46, 86, _("Burning pain that spreads past the injury")),
        Label(76, 74, _("Skin: it may swell, sweat, or change color and warmth")),
        Label(64, 28, _("Fingers: they may get stiff and weak")),
    ),
    "foot-nerves": Figure(
        _("The foot, where nerve damage often shows first."),
        Label(18, 92, _("Toes: pins and needles are often felt here")),
        Label(62, 88, _("Foot: it may burn, hurt from a light touch, or feel numb")),
    ),
    "compression-fracture": Figure(
        _("Three spine bones, seen from the side. The front is on the left."),
        Label(30, 60, _("Broken spine bone (vertebra): its front has collapsed")),
        Label(30, 22, _("Spine bone of normal height")),
        Label(74, 64, _("Bony arch at the back")),
    ),
    "fused-spine": Figure(
        _("Spine bones joined by an earlier operation, seen from the side. Pain may go on after such surgery."),
        Label(56, 36, _("Screw in a spine bone (vertebra)")),
        Label(87, 60, _("Rod that joins the screws")),
        Label(34, 59, _("Space between the joined bones")),
    ),
    "cancer-pain": Figure(
        _("Examples of places where cancer or its treatment can cause pain."),
        Label(58, 44, _("Organs: a tumor can press on them or block them")),
        Label(53, 61, _("Bones: they may ache and can break if cancer has spread to them")),
        Label(80, 68, _("Hands and feet: some chemotherapy drugs harm their nerves")),
    ),
}
